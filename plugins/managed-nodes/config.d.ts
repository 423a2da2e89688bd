export interface Config {
  managedNodes?: {
    /**
     * A short text shown on every page of the plugin, e.g. that a fleet is
     * simulated.
     * @visibility frontend
     */
    notice?: string;
  };
}
