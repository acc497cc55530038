import type { Check } from './check';

/** Smallest volume of the hard-disk types, GiB (EBS User Guide, "Amazon EBS volume types"). */
const MIN_HARD_DISK_GIB = 125;

/** Checks of the Auto Scaling group's sizes and of the processor's volume. */
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

  function* hardDisksAreLarge({ compute: { processor } }) {
    const { volumeType, volumeGiB } = processor;
    if ((volumeType === 'st1' || volumeType === 'sc1') && volumeGiB < MIN_HARD_DISK_GIB) {
      yield {
        path: 'compute.processor.volumeGiB',
        message: `${volumeGiB} is less than the ${MIN_HARD_DISK_GIB} GiB that ${volumeType} starts at; set ${MIN_HARD_DISK_GIB} or more, or volumeType gp3`,
      };
    }
  },
];
