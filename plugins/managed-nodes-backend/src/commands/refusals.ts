/** Whether it is certain that nothing was done. */
export function isRefusal(error: unknown): boolean {
  const { name, $fault, $metadata } = error as {
    name?: string;
    $fault?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    name === 'CredentialsProviderError' ||
    ($fault === 'client' && status >= 400 && status < 500)
  );
}

/** Whatever was thrown, as an error. */
export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
