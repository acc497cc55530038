import type { GatewayContext } from '../../gateway/service';
import type { Snapshot, SnapshotResult } from './model';

/** Ends snapshots when their time has come. */
export class SnapshotLives {
  readonly #timers = new Map<Snapshot, NodeJS.Timeout>();
  readonly #watchers = new Map<Snapshot, ((snapshot: Snapshot) => void)[]>();

  /** Has a pending snapshot end at `life.endsAt`; `ended` is then called once. */
  begin(snapshot: Snapshot, context: GatewayContext, ended: (snapshot: Snapshot) => void): void {
    this.#watchers.set(snapshot, [ended]);
    const timer = setTimeout(
      () => this.end(snapshot, context),
      Math.max(0, snapshot.life.endsAt - context.now().getTime()),
    );
    // A pending snapshot keeps no process alive.
    timer.unref();
    this.#timers.set(snapshot, timer);
  }

  /** Ends a pending snapshot now, with the result that it has or the one given. */
  end(snapshot: Snapshot, context: GatewayContext, result: SnapshotResult = snapshot.life.result): void {
    if (snapshot.life.ended) return;
    const watchers = this.#watchers.get(snapshot) ?? [];
    this.forget(snapshot);
    Object.assign(snapshot.life, { ended: true, result, endsAt: context.now().getTime() });
    if (result === 'error')
      snapshot.life.stateMessage ??= 'The snapshot could not be created: internal error.';
    for (const watcher of watchers) watcher(snapshot);
  }

  /** A deleted snapshot never ends. */
  forget(snapshot: Snapshot): void {
    clearTimeout(this.#timers.get(snapshot));
    this.#timers.delete(snapshot);
    this.#watchers.delete(snapshot);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#watchers.clear();
  }
}
