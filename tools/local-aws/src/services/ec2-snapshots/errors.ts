import { Ec2Refusal } from '../ec2-refusal';

/** Refuses a snapshot that this Region does not have. */
export function notFound(id: string): never {
  throw new Ec2Refusal('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`);
}
