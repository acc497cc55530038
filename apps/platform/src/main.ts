import { loadEnvironment } from '@strata/config';
import { synthesise } from '@strata/contracts/cdktf';
import { addLayers } from './layers';

synthesise((app) => {
  addLayers(app, loadEnvironment());
});
