import type { GatewayContext } from '../../../gateway/service';
import type { Home } from '../arns';
import type { Emulator } from '../emulator';
import type { Registry } from '../registry';

/** What an operation may use besides its input. */
export interface Call {
  readonly home: Home;
  readonly registry: Registry;
  readonly emulator: Emulator;
  readonly context: GatewayContext;
  now(): Date;
}
