import type { Aggregate, AggregateType } from '../change/aggregate.ts';
import type { EffectHandler } from './effect-handler.ts';

/** Everything this process knows to do for one type of aggregate. */
export interface Repertoire {
  readonly type: AggregateType<Aggregate>;
  /** By kind of effect. */
  readonly handlers: ReadonlyMap<string, EffectHandler<Aggregate>>;
}

/** What this process knows to do, by kind of document. */
export class Repertoires {
  readonly #byKind = new Map<
    string,
    { type: AggregateType<Aggregate>; handlers: Map<string, EffectHandler<Aggregate>> }
  >();

  add<A extends Aggregate>(type: AggregateType<A>, kind: string, handler: EffectHandler<A>): void {
    // A handler is only ever given documents of its own type.
    const known = this.#byKind.get(type.kind) ?? {
      type: type as unknown as AggregateType<Aggregate>,
      handlers: new Map(),
    };
    known.handlers.set(kind, handler as unknown as EffectHandler<Aggregate>);
    this.#byKind.set(type.kind, known);
  }

  get(kind: string): Repertoire | undefined {
    return this.#byKind.get(kind);
  }

  has(kind: string): boolean {
    return this.#byKind.has(kind);
  }
}
