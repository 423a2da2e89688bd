/** Placeholder until the page is there. */
export const OperationsPage = () => null;
