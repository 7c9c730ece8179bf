/** The updates that Telegram still holds for us, and how far they may be confirmed: never past one that is not settled. */
export class UpdateWindow {
  /** Whether each is settled; ids ascend, as Telegram gives them. */
  private readonly settled = new Map<number, boolean>();
  private confirmable: number | undefined;

  /** Whether this update is new here; then it counts as unsettled. */
  open(id: number): boolean {
    if (this.settled.has(id)) return false;
    this.settled.set(id, false);
    return true;
  }

  settle(id: number): void {
    this.settled.set(id, true);
  }

  /** Whether anything is unsettled. */
  busy(): boolean {
    return [...this.settled.values()].includes(false);
  }

  /** The offset that confirms all settled updates before the first unsettled one; undefined where there are none. */
  offset(): number | undefined {
    const ids = [...this.settled.keys()].sort((a, b) => a - b);
    const unsettled = ids.find((id) => this.settled.get(id) === false);
    const passed = ids.filter((id) => unsettled === undefined || id < unsettled);
    for (const id of passed) this.settled.delete(id);
    if (passed.length > 0) this.confirmable = passed.at(-1)! + 1;
    return this.confirmable;
  }

  /** Telegram has taken the offset. It need not hear it again, and after a quiet week its ids may begin lower. */
  confirmed(): void {
    this.confirmable = undefined;
  }
}
