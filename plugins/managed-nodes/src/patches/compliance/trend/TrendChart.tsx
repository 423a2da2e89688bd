import {
  formatCount,
  PATCH_STANDING_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useTheme } from '@material-ui/core/styles';
import {
  Area,
  AreaChart,
  CartesianGrid,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  shortDay,
  standingColour,
  TREND_STANDINGS,
  TrendDay,
} from './trendSeries';

/** The nodes that are not compliant, day by day, by standing. */
export const TrendChart = (props: { days: TrendDay[] }) => {
  const theme = useTheme();
  const { palette } = theme;
  const tick = { fill: palette.textSubtle, fontSize: 12 };
  const label = { fill: palette.textSubtle, fontSize: 12 };
  return (
    <ResponsiveContainer width="100%" height={280}>
      <AreaChart
        data={props.days}
        margin={{ top: 8, right: 16, bottom: 20, left: 12 }}
      >
        <CartesianGrid stroke={palette.divider} vertical={false} />
        <XAxis
          dataKey="day"
          tickFormatter={shortDay}
          tick={tick}
          stroke={palette.divider}
          minTickGap={32}
          label={{
            value: 'Day (UTC)',
            position: 'bottom',
            offset: 0,
            ...label,
          }}
        />
        <YAxis
          allowDecimals={false}
          tickFormatter={formatCount}
          tick={tick}
          stroke={palette.divider}
          width={64}
          label={{
            value: 'Nodes',
            angle: -90,
            position: 'insideLeft',
            ...label,
          }}
        />
        <Tooltip
          labelFormatter={day => shortDay(String(day))}
          formatter={value => formatCount(Number(value))}
          contentStyle={{
            background: palette.background.paper,
            border: `1px solid ${palette.divider}`,
            color: palette.text.primary,
          }}
          itemStyle={{ color: palette.text.primary }}
        />
        <Legend
          verticalAlign="top"
          height={32}
          formatter={name => (
            <span style={{ color: palette.text.primary, fontSize: 13 }}>
              {name}
            </span>
          )}
        />
        {TREND_STANDINGS.map(standing => {
          const colour = standingColour(theme, standing);
          return (
            <Area
              key={standing}
              name={PATCH_STANDING_WORDS[standing]}
              dataKey={`standings.${standing}`}
              stackId="nodes"
              type="linear"
              stroke={colour}
              fill={colour}
              fillOpacity={0.55}
              isAnimationActive={false}
            />
          );
        })}
      </AreaChart>
    </ResponsiveContainer>
  );
};
