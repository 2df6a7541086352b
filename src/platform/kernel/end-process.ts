/**
 * Ends the process with its exit code once everything that it printed has left. What a failed start leaves open, such as
 * the pool of an application that did not come up, would otherwise keep a finished program alive for ever.
 */
export async function endProcess(code: number): Promise<never> {
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  process.exit(code);
}

/** A reader that has gone (a closed pipe) is no reason to stay. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
