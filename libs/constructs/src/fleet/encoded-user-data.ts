import { Fn, TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Base64 of user data that holds Terraform tokens, encoded by Terraform once the tokens are known.
 *
 * The text goes through a local value: inside a function's argument cdktf 0.21 writes a token as `$data.x` instead of
 * `${data.x}`, and the instance would boot with that for a file-system id.
 */
export function encodedUserData(scope: Construct, text: string): string {
  return Fn.base64encode(new TerraformLocal(scope, 'user-data', text).asString);
}
