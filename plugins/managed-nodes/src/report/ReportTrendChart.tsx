import { FleetReport } from '@managed-nodes/plugin-managed-nodes-common';
import { formatShare } from '@managed-nodes/plugin-managed-nodes-react';
import { useTheme } from '@material-ui/core/styles';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { shortDay } from '../patches/compliance/trend/trendSeries';

/** The share of machines that were patched in time, day by day. */
export const ReportTrendChart = (props: { days: FleetReport['trend'] }) => {
  const { palette } = useTheme();
  const tick = { fill: palette.textSubtle, fontSize: 12 };
  return (
    <ResponsiveContainer width="100%" height={240}>
      <LineChart
        data={props.days}
        margin={{ top: 16, right: 16, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke={palette.divider} vertical={false} />
        <XAxis
          dataKey="day"
          tickFormatter={shortDay}
          tick={tick}
          stroke={palette.divider}
          minTickGap={72}
        />
        <YAxis
          domain={[0, 1]}
          tickFormatter={formatShare}
          tick={tick}
          stroke={palette.divider}
          width={56}
        />
        <Tooltip
          labelFormatter={day => shortDay(String(day))}
          formatter={value => formatShare(Number(value))}
          contentStyle={{
            background: palette.background.paper,
            border: `1px solid ${palette.divider}`,
            color: palette.text.primary,
          }}
          itemStyle={{ color: palette.text.primary }}
        />
        <Line
          name="Patched in time"
          dataKey="score"
          type="linear"
          stroke={palette.primary.main}
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
};
