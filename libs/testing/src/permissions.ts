import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A call of AWS: the SDK's package without its scope (`client-s3`), and the API's name (`GetObject`). */
export type CalledApi = readonly [client: string, api: string];

/** All calls that the files of a folder make, read from what they import of the AWS SDK: commands and paginators. */
export function calledApis(folder: string): CalledApi[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  return files.flatMap((file) => {
    const code = readFileSync(join(folder, file), 'utf8');
    return [...code.matchAll(/import \{([^}]*)\} from '@aws-sdk\/([\w-]+)'/g)].flatMap(
      ([, names = '', client = '']) =>
        [...names.matchAll(/\b(?:paginate)?([A-Z]\w+?)(?:Command)?\b/g)]
          .filter(([name]) => /^paginate|Command$/.test(name))
          .map(([, api = '']): CalledApi => [client, api]),
    );
  });
}

/** The actions in the first column of a page's tables, `service:Action` in backticks; as often as they stand there. */
export function documentedActions(page: string): string[] {
  const cells = readFileSync(page, 'utf8')
    .split('\n')
    .flatMap((line) => /^\| (`[^|]*)\|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) =>
    [...cell.matchAll(/`([a-z0-9]+:\w+)[*]?`/g)].map(([, action = '']) => action),
  );
}
