/**
 * The shape of everything the gateway adds to moto: one `GatewayService` per AWS service.
 * A service either answers a request itself, lets moto answer, or amends moto's answer.
 */

/** One AWS API call as the gateway sees it, before it is answered. */
export interface GatewayRequest {
  readonly method: string;
  /** Path and query as received, e.g. `/2015-02-01/file-systems?MaxItems=10`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Signing name from the SigV4 credential scope (`datasync`, `s3`, `elasticfilesystem`, …); empty when unsigned. */
  readonly service: string;
  /** Region from the credential scope. */
  readonly region: string;
  /** `X-Amz-Target` operation, or the query protocol's `Action`; empty for REST protocols. */
  readonly operation: string;
  /** Reads (once) and keeps the whole body. Only for control-plane calls: bounded at 8 MiB. */
  body(): Promise<Buffer>;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

/** What a service may use of its surroundings. */
export interface GatewayContext {
  /** Twelve digits; moto's default account. */
  readonly account: string;
  /** Root of the local AWS's own files; EFS directories, outbox and logs live below it. */
  readonly dataDir: string;
  /** Base URL of the gateway, for services that call other services the way a client would. */
  readonly endpoint: string;
  /** Base URL of moto, bypassing the gateway. */
  readonly motoEndpoint: string;
  /** Replays a request to moto and buffers its answer. */
  forward(request: GatewayRequest): Promise<GatewayResponse>;
  now(): Date;
  log(message: string): void;
}

export interface GatewayService {
  /** Signing name this service answers for. */
  readonly name: string;
  /** `undefined` leaves the call to moto, streamed through untouched. */
  handle(request: GatewayRequest, context: GatewayContext): Promise<GatewayResponse | undefined>;
  /** Called on shutdown: stop timers, cancel executions, close clients. */
  close?(): Promise<void>;
}
