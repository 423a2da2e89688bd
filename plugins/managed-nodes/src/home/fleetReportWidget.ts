/** The widget of the report as either frontend system wants it told. */
export const fleetReportWidgetOptions = {
  title: 'Fleet report',
  description:
    'How the whole fleet is run, in few figures. Shown to those who may read the report',
  components: async () => {
    const [{ ReportSummary }, { ForReportReaders }] = await Promise.all([
      import('./ReportSummary'),
      import('./ForReportReaders'),
    ]);
    // What is put around the card decides whether there is one.
    return { Content: ReportSummary, ContextProvider: ForReportReaders };
  },
  layout: {
    width: { minColumns: 4, defaultColumns: 12 },
    height: { minRows: 3, defaultRows: 5 },
  },
};
