import type { Consistency } from '../model';
import type { CreatePlan } from './create-plan';
import type { CreatePlanInput } from './plan-input';

/** A plan, with what it was made from. */
export interface PlannedCreation {
  readonly plan: CreatePlan;
  readonly input: CreatePlanInput;
  readonly consistency: Consistency;
}
