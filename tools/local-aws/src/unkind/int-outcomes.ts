/** Calls one after another: what each got. */
export async function outcomes(count: number, call: () => Promise<unknown>): Promise<string[]> {
  const got: string[] = [];
  for (let index = 0; index < count; index += 1) {
    got.push(
      await call().then(
        () => 'ok',
        // Errors of Node's own are of another realm than jest's: the SDK wraps them and keeps but the message.
        (error: Error) => (error.message.includes('ECONNRESET') ? 'ECONNRESET' : error.name),
      ),
    );
  }
  return got;
}
