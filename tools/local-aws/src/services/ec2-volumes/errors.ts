import { Ec2Refusal } from '../ec2-refusal';

/** Refuses a volume that this Region does not have. */
export function notFound(id: string): never {
  throw new Ec2Refusal('InvalidVolume.NotFound', `The volume '${id}' does not exist.`);
}
