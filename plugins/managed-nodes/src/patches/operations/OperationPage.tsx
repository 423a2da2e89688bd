/** Placeholder until the page is there. */
export const OperationPage = () => null;
