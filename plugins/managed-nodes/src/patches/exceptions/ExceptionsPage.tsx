/** Placeholder until the page is there. */
export const ExceptionsPage = () => null;
