import { scales } from './scales.ts';

/** What each feature tells about the action, between `floor` and 1 + `floor`. */
export function weigh(
  features: number,
  actions: number,
  actionOf: Int32Array,
  idsOf: readonly Int32Array[],
): Float64Array {
  const counts = new Float64Array(features * actions);
  const sizes = new Float64Array(actions);
  for (const [index, ids] of idsOf.entries()) {
    const action = actionOf[index]!;
    sizes[action]!++;
    for (const id of ids) counts[id * actions + action]!++;
  }
  return Float64Array.from({ length: features }, (_, id) => {
    const rates: number[] = [];
    for (let action = 0; action < actions; action++) {
      const count = counts[id * actions + action]!;
      if (count > 0) rates.push(count / sizes[action]! + scales.smoothing);
    }
    const others = actions - rates.length;
    const sum = rates.reduce((total, rate) => total + rate, others * scales.smoothing);
    const entropy = [...rates, ...(others > 0 ? [scales.smoothing] : [])].reduce(
      (total, rate, index) => total - (index < rates.length ? 1 : others) * (rate / sum) * Math.log(rate / sum),
      0,
    );
    return scales.floor + Math.max(0, 1 - entropy / Math.log(Math.max(2, actions)));
  });
}
