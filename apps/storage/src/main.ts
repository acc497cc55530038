import { loadEnvironment } from '@strata/config';
import { synthesise } from '@strata/contracts/cdktf';
import { StorageStack } from './storage-stack';

synthesise((app) => new StorageStack(app, { environment: loadEnvironment() }));
