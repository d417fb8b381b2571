import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { timeIn } from '../../parts/index.ts';
import { tick } from './amount.ts';
import type { Happening } from './happening.ts';
import { lineColours, lineDashes } from './line-style.ts';
import type { Columns } from './samples.ts';
import type { Span } from './span.ts';

export interface PlotProps {
  readonly columns: Columns;
  readonly titles: readonly string[];
  readonly unit: string;
  readonly span: Span;
  /** In which the days and hours of the axis are. */
  readonly zone: string;
  readonly happened: readonly Happening[];
  readonly onZoom: (span: Span) => void;
}

const height = 180;
const hours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const days = { month: 'short', day: 'numeric' } as const;

/** The lines, drawn. Who cannot see them has the same beside it as text. */
export default function Plot(props: PlotProps) {
  // A canvas has its colours when it is drawn.
  const scheme = useComputedColorScheme('light');
  return <Drawn key={scheme} {...props} />;
}

function Drawn({ columns, titles, unit, span, zone, happened, onZoom }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const target = place.current;
    if (target === null) return undefined;
    const [times, ...values] = columns;
    const style = getComputedStyle(target);
    const colour = (name: string): string => style.getPropertyValue(name);
    const axis: uPlot.Axis = { stroke: colour('--mantine-color-dimmed'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 } };
    const plot = new uPlot({
      width: Math.max(200, target.clientWidth), height, legend: { show: false }, cursor: { drag: { x: true, y: false }, sync: { key: 'charts' } },
      // Ticks stand at midnight of the zone.
      tzDate: (at) => uPlot.tzDate(new Date(at * 1_000), zone),
      scales: { x: { time: true, range: () => [span.from / 1_000, span.to / 1_000] }, y: { range: (_plot, low, high) => rangeOf(low, high) } },
      axes: [{ ...axis, space: 70, values: (_plot, ticks) => ticks.map((at) => timeIn(at * 1_000, zone, span.to - span.from <= 172_800_000 ? hours : days)) }, { ...axis, size: 78, values: (_plot, ticks) => ticks.map((value) => tick(value, unit)) }],
      series: [{}, ...titles.map((label, at): uPlot.Series => ({ label, stroke: colour(lineColours[at % lineColours.length] ?? ''), width: 1.5, dash: [...(lineDashes[at % lineDashes.length] ?? [])], points: { show: false } }))],
      hooks: {
        drawClear: [(drawn) => drawHappenings(drawn, happened, { incident: colour('--state-critical'), change: colour('--mantine-color-anchor') })],
        setSelect: [(drawn) => {
          if (drawn.select.width < 4) return;
          onZoom({ from: Math.round(drawn.posToVal(drawn.select.left, 'x') * 1_000), to: Math.round(drawn.posToVal(drawn.select.left + drawn.select.width, 'x') * 1_000) });
        }],
      },
    }, [[...times], ...values.map((column) => [...column])], target);
    const sized = new ResizeObserver(() => plot.setSize({ width: Math.max(200, target.clientWidth), height }));
    sized.observe(target);
    return () => {
      sized.disconnect();
      plot.destroy();
    };
  }, [columns, titles, unit, span, zone, happened, onZoom]);
  return <div ref={place} aria-hidden />;
}

/** From 0, so that a small wave is not drawn as a storm; below it only where something is. */
const rangeOf = (low: number | null, high: number | null): [number, number] => [Math.min(0, low ?? 0), high === null || high <= 0 ? (low !== null && low < 0 ? 0 : 1) : high * 1.08];

function drawHappenings(plot: uPlot, happened: readonly Happening[], colours: { readonly [What in Happening['what']]: string }): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { what, from, to } of happened) {
    const left = plot.valToPos(from / 1_000, 'x', true);
    const right = to === null ? bbox.left + bbox.width : plot.valToPos(to / 1_000, 'x', true);
    ctx.fillStyle = colours[what];
    ctx.strokeStyle = colours[what];
    ctx.globalAlpha = 0.1;
    ctx.fillRect(left, bbox.top, Math.max(1, right - left), bbox.height);
    ctx.globalAlpha = 0.8;
    ctx.setLineDash(what === 'change' ? [6, 4] : []);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
