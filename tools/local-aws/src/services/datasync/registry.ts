import { parseArn } from './arns';
import { notFound } from './errors';
import type { Execution, Location, Tags, Task } from './model';
import { isFinished } from './model';

/** Everything DataSync knows, in memory like the emulator's own state. Look-ups throw as AWS answers. */
export class Registry {
  readonly locations = new Map<string, Location>();
  readonly tasks = new Map<string, Task>();
  readonly executions = new Map<string, Execution>();

  location(arn: string | undefined, member = 'locationArn'): Location {
    const id = parseArn('location', arn, member);
    const found = this.locations.get(arn as string);
    if (!found) throw notFound('Location', id);
    return found;
  }

  task(arn: string | undefined): Task {
    const id = parseArn('task', arn, 'taskArn');
    const found = this.tasks.get(arn as string);
    if (!found) throw notFound('Task', id);
    return found;
  }

  execution(arn: string | undefined): Execution {
    const id = parseArn('execution', arn, 'taskExecutionArn');
    const found = this.executions.get(arn as string);
    if (!found) throw notFound('Task execution', id);
    return found;
  }

  /** Tags of a location, a task or an execution. */
  tagsOf(arn: string | undefined): Tags {
    parseArn('resource', arn, 'resourceArn');
    const key = arn as string;
    const owner = this.locations.get(key) ?? this.tasks.get(key) ?? this.executions.get(key);
    if (!owner) throw notFound('Resource', key);
    return owner.tags;
  }

  /** Executions of a task that have not ended, oldest first: the first is the one that may run. */
  pending(task: Task): Execution[] {
    return [...this.executions.values()].filter((e) => e.task === task && !isFinished(e));
  }
}
