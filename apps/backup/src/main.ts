import { loadEnvironment } from '@strata/config';
import { synthesise } from '@strata/contracts/cdktf';
import { BackupStack } from './backup-stack';

synthesise((app) => new BackupStack(app, { environment: loadEnvironment() }));
