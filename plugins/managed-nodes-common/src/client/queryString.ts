/**
 * Writes a request as a query string: arrays become repeated parameters,
 * undefined values are left out. Keys keep their order.
 *
 * @public
 */
export function toQueryString(request: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(request)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') {
        params.append(key, String(item));
      }
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
