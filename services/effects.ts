import type { Aggregate, AggregateType } from './aggregate.ts';
import type { EffectHandler } from './effect-handler.ts';

/** What follows from changes. */
export class Effects {
  /** Says how one kind of effect of one type of aggregate is carried out; before `start`. */
  register<A extends Aggregate>(_type: AggregateType<A>, _kind: string, _handler: EffectHandler<A>): void {}
}
