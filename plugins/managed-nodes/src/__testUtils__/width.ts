/** Makes the window of a test as wide as a desktop's, or narrow. */
export function setWide(wide: boolean): void {
  window.matchMedia = query => ({
    matches: wide,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => false,
  });
}
