import { loadEnvironment } from '@strata/config';
import { synthesise } from '@strata/contracts/cdktf';
import { ComputeStack } from './compute-stack';

synthesise((app) => new ComputeStack(app, { environment: loadEnvironment() }));
