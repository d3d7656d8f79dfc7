// Cells that front ends ask for, one after the other. After a failure the cells already waiting behind it are aborted,
// unless the failed request said `stop_on_error: false`; cells that are asked for after its reply run.

/** How long cells that were sent together with a failed one may take to arrive, ms. */
const arrival = 50;

export interface Execution {
  readonly stopOnError: boolean;
  /** Runs the cell. `settle` is awaited before the reply, after which a front end may send more. */
  run(settle: (failed: boolean) => Promise<void>): Promise<void>;
  abort(): void;
}

export class Executions {
  private waiting: Execution[] = [];
  private busy = false;

  /** @param report takes what no cell's outcome is */
  constructor(private readonly report: (error: unknown) => void) {}

  add(execution: Execution): void {
    this.waiting.push(execution);
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await this.perform(next);
    this.busy = false;
  }

  /** One that fails in a way that nobody foresaw is told; those behind it run all the same. */
  private async perform(execution: Execution): Promise<void> {
    let aborted: Execution[] = [];
    try {
      await execution.run(async (failed) => {
        if (!failed || !execution.stopOnError) return;
        await new Promise((resolve) => setTimeout(resolve, arrival));
        aborted = this.waiting;
        this.waiting = [];
      });
    } catch (error) {
      this.report(error);
    }
    for (const execution of aborted) execution.abort();
  }
}
