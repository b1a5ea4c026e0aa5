import { workOdds } from '#web/mine/odds/workOdds.ts';

/** What a coordinator tells of one model. */
export interface ModelTraffic {
  id: string;
  /** Wei of CAI: stake of the miners that are online with it. */
  stake: bigint;
  /** Tasks that it delivered in the last hour. */
  tasks: number;
}

export interface ModelOdds {
  id: string;
  /** How likely the miner is to be drawn for a task of this model, 0..1. */
  share: number;
  /** At all of its coordinators, in the last hour. */
  tasks: number;
  /** How long it waits for one on average, in seconds; undefined where none came in the last hour. */
  secondsPerTask: number | undefined;
}

/**
 * How often a miner gets work by each of its models.
 * @param weight of its stake, in wei of CAI. It is counted though a coordinator may not say yet that it is
 * online with the model
 * @param coordinators what each of them tells of its models
 */
export const modelOdds = (
  weight: bigint,
  models: readonly string[],
  coordinators: readonly (readonly ModelTraffic[])[],
): ModelOdds[] =>
  models.map((id) => {
    const told = coordinators.flatMap((each) => each.filter((traffic) => traffic.id === id));
    const traffic = told.map(({ stake, tasks }) => ({
      onlineWeight: stake > weight ? stake : weight,
      lastHour: { image: 0, text: tasks },
    }));
    // All of these tasks are of this one model; what it makes does not matter.
    const { share, secondsPerTask } = workOdds({ weight, kinds: new Set(['text']) }, traffic);
    return { id, share, tasks: told.reduce((sum, each) => sum + each.tasks, 0), secondsPerTask };
  });
