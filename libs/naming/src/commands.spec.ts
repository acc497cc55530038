import { withEnvironment } from './commands';

it.each([
  ['Run it: ./strata datasync run --wait', 'Run it: ./strata datasync run --env prod --wait'],
  [
    'See: strata datasync status, strata alerts check.',
    'See: strata datasync status --env prod, strata alerts check --env prod.',
  ],
  ['Deploy again: ./strata deploy backup', 'Deploy again: ./strata deploy backup --env prod'],
  ['the group /strata/datasync and strata-prod-alerts', 'the group /strata/datasync and strata-prod-alerts'],
])('names the environment in the commands of %j', (text, expected) => {
  expect(withEnvironment(text, 'prod')).toBe(expected);
  expect(withEnvironment(text, 'local')).toBe(text);
});
