/** How many cases a property is tried on: so many, or as many times more as `FC_RUNS` says (`FC_RUNS=10` tries ten times as many). */
export const runs = (usual: number): number => usual * Math.max(1, Number(process.env.FC_RUNS ?? 1) || 1)
