/** Whether what a dialect says was tried with the product itself, so that an API which is taken for one need not be. */
export function isSeen(source: string | undefined): boolean {
  return source?.startsWith('seen with ') ?? false;
}
