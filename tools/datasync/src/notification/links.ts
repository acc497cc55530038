import { type NamingScope, partitionOf } from '@strata/naming';
import { idOf } from '../model';

/** Where to look further. */
export interface Links {
  /** The task's page in DataSync's console; its executions are in the tab History. */
  readonly console: string;
  /** The log streams of the execution in CloudWatch's console. */
  readonly log: string;
}

const CONSOLE_DOMAINS = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
} as const;

/** Links into the consoles of a Region. Pure. */
export function linksTo(
  { region }: Pick<NamingScope, 'region'>,
  executionArn: string,
  logGroupName: string,
): Links {
  const [taskArn = ''] = executionArn.split('/execution/');
  const domain = `https://${region}.${CONSOLE_DOMAINS[partitionOf(region)]}`;
  const group = inFragment(encodeURIComponent(logGroupName));
  const filter = inFragment(`?logStreamNameFilter=${encodeURIComponent(idOf(executionArn))}`);
  return {
    console: `${domain}/datasync/home?region=${region}#/tasks/${idOf(taskArn)}`,
    log: `${domain}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${group}${filter}`,
  };
}

/** CloudWatch's console keeps paths in its fragment, encoded once more with `$` for `%`. */
function inFragment(path: string): string {
  return path.replace(/[%?=]/g, (mark) => ({ '%': '$25', '?': '$3F', '=': '$3D' })[mark] ?? mark);
}
