// What a room that starts programs is given, so that none of them outlives the lab.

export interface ChildGuard {
  /** From now on the process and what it starts end with the lab, however that ends. It must have been spawned
   * `detached`, except on Windows. Call the returned function when it is gone. */
  guard(pid: number): () => void;
  /** Ends the process and what it has started, at once. */
  end(pid: number): void;
}
