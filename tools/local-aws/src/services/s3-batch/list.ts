import type { GatewayRequest } from '../../gateway/service';
import { badRequest, JobRefusal } from './errors';
import type { Job } from './model';
import { listedJobs, type Shown } from './show';

/**
 * A page of the jobs of a Region, the newest first. The token names the last one shown, so that what is made meanwhile
 * neither repeats nor hides another.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListJobs.html
 * @throws JobRefusal
 */
export function listJobs(jobs: readonly Job[], { region, query }: GatewayRequest): Shown {
  const statuses = query.getAll('jobStatuses');
  const most = Number(query.get('maxResults') ?? 1000);
  if (!(Number.isInteger(most) && most >= 1 && most <= 1000)) throw badRequest('maxResults is out of range');
  const newestFirst = jobs.filter((job) => job.region === region).reverse();
  const token = query.get('nextToken');
  const last = token === null ? -1 : newestFirst.findIndex(({ id }) => id === token);
  if (token !== null && last < 0) {
    throw new JobRefusal('InvalidNextTokenException', 'The token is none of this list');
  }
  const left = newestFirst
    .slice(last + 1)
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status));
  const page = left.slice(0, most);
  return { NextToken: left.length > most ? page.at(-1)?.id : undefined, Jobs: listedJobs(page) };
}
