import type { Check } from './check';

/** Checks of the Auto Scaling group's sizes. */
export const computeChecks: readonly Check[] = [
  function* desiredWithinLimits({ compute: { minSize, desiredCapacity, maxSize } }) {
    if (minSize > maxSize) {
      yield {
        path: 'compute.minSize',
        message: `${minSize} is more than maxSize ${maxSize}; set ${maxSize} or less, or raise compute.maxSize`,
      };
    } else if (desiredCapacity < minSize || desiredCapacity > maxSize) {
      yield {
        path: 'compute.desiredCapacity',
        message: `${desiredCapacity} is not between minSize ${minSize} and maxSize ${maxSize}; set a number from ${minSize} to ${maxSize}`,
      };
    }
  },
];
