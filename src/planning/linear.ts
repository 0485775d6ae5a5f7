import type { TierName } from './engine.ts'
import { finish, type Linear, openDraft } from './linear-draft.ts'
import { addFairness } from './linear-fairness.ts'
import { addHard } from './linear-hard.ts'
import { nodesOf } from './linear-nodes.ts'
import { addSoft } from './linear-soft.ts'
import type { Model } from './model.ts'

/** What a program asks for. */
export interface Question {
  readonly objective: TierName
  /** At most so much importance left empty; null = as the objective has it. */
  readonly coverage: number | null
  /** Whether the pieces must be held whole: then its optimum is the model's own, else it is no more than that. */
  readonly integer: boolean
  /** Where to cut the squares finely: units of each person, by kind; left out, around the due share. */
  readonly around?: readonly Float64Array[]
}

/**
 * The model as a linear program. A whole program says exactly what the model says; of squares it says so within a dozen units of the
 * due share, and a little more than the truth far from it (an answer is always judged by `evaluate`).
 */
export function linearOf(model: Model, question: Question): Linear {
  const draft = openDraft(model, question.integer)
  const nodes = model.people.map((_, p) => nodesOf(draft, p))
  addHard(draft, nodes, question.coverage)
  if (question.objective === 'coverage') {
    model.importance.forEach((importance, t) => {
      draft.cost[draft.empty(t)] = importance
    })
  } else addFairness(draft, question.around)
  if (question.objective === 'total') addSoft(draft, nodes)
  return finish(draft, question.objective)
}
