import { loadEnvironment } from '@strata/config';
import { synthesise } from '@strata/contracts/cdktf';
import { BackboneStack } from './backbone-stack';

synthesise((app) => new BackboneStack(app, { environment: loadEnvironment() }));
