import type { RotationRequest } from './rotation-request';

/** The function's entry point. */
export async function handler(request: RotationRequest): Promise<{ readonly policy: string }> {
  return { policy: request.policy.name };
}
