// Draws every <figure data-chart="KIND"> from the JSON block in it; the table behind it says the same in figures.
//
// KIND      what it shows
// bar       categories × series, side by side        {categories, series: [{name, values, color?}], unit?, links?}
// stacked   the same, one on top of the other
// line      values over time, straight between points {series: [{name, points: [[ISO instant, value], …], color?}]}
// step      the same, as they stayed until the next; a point may have a third item, its cause, told beside it
// heat      from rows to columns                      {rows, columns, cells: [[column, row, value], …]}
// `links`: an address for each category (or cell, by "column,row"), gone to by a click. Colours are names of tiers.
(() => {
  const NAMES = ["green", "orange", "blue", "purple", "yellow", "red", "gray"];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (name, place) => css(`--tamis-chart-${name || NAMES[place % NAMES.length]}`);
  const language = document.documentElement.lang;
  const colon = language.startsWith("fr") ? "\u00a0:" : ":";
  const figure = (value) => (value === null ? "–" : new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value));
  // The library knows no French: days, or hours where the axis is shorter than they are, as the reader writes them.
  const DAY = 86400000;
  const told = (value, as) => new Intl.DateTimeFormat(language, as).format(new Date(value));
  const tick = (span) => (value) => {
    const at = new Date(value);
    if (at.getHours() || at.getMinutes()) return told(at, { timeStyle: "short" });
    return told(at, span > 400 * DAY ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" });
  };
  const instant = (value) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(value));

  const frame = (data) => ({
    animation: !still,
    aria: { enabled: true, decal: { show: (data.series || []).length > 1 } },
    textStyle: { fontFamily: "inherit" },
    grid: { left: 8, right: 16, top: (data.series || []).length > 1 ? 36 : 12, bottom: 8, containLabel: true },
    legend: { type: "scroll", show: (data.series || []).length > 1, top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: css("--tblr-body-color") } },
    tooltip: { renderMode: "richText", trigger: "axis", confine: true, axisPointer: { type: "shadow" }, backgroundColor: css("--tblr-bg-surface"), borderColor: css("--tblr-border-color"), textStyle: { color: css("--tblr-body-color"), fontSize: 12 }, valueFormatter: (value) => figure(value) + (data.unit ? ` ${data.unit}` : "") },
  });
  const line = () => ({ lineStyle: { color: css("--tblr-border-color") } });
  const axes = (of, unit) => ({
    xAxis: { ...of, axisLabel: { color: css("--tblr-secondary"), hideOverlap: true, ...of.axisLabel }, axisLine: line(), axisTick: { show: false }, splitLine: { show: false } },
    yAxis: { type: "value", minInterval: of.type === "category" ? 1 : 0, axisLabel: { color: css("--tblr-secondary"), formatter: (value) => figure(value) + (unit ? ` ${unit}` : "") }, splitLine: line() },
  });
  // What is known of one instant only is told at the end of a week, not in the middle of two days.
  const days = (series) => {
    const all = series.flatMap(({ points }) => points.map(([at]) => Date.parse(at)));
    const last = Math.max(...all), first = Math.min(...all);
    const begin = first < last ? first : last - 7 * DAY;
    return { type: "time", min: begin, max: last, axisLabel: { formatter: tick(last - begin) } };
  };

  const bars = (data, stack) => ({
    ...frame(data),
    ...axes({ type: "category", data: data.categories }, data.unit),
    series: data.series.map((series, place) => ({
      type: "bar", name: series.name, stack, data: series.values, barMaxWidth: 40, barCategoryGap: "20%",
      itemStyle: { color: colour(series.color, place), borderRadius: stack ? 0 : [3, 3, 0, 0] },
      cursor: data.links ? "pointer" : "default",
    })),
  });
  const lines = (data, step) => {
    const framed = frame(data);
    framed.tooltip.axisPointer = { type: "line" };
    framed.tooltip.formatter = (points) => [instant(points[0].value[0]), ...points.map((point) => {
      const [, value, cause] = point.value;
      return `${point.seriesName}${colon} ${figure(value)}${data.unit ? ` ${data.unit}` : ""}${cause ? `\n${cause}` : ""}`;
    })].join("\n");
    return {
      ...framed,
      ...axes(days(data.series), data.unit),
      series: data.series.map((series, place) => ({
        type: "line", name: series.name, data: series.points, step: step && "end", showSymbol: series.points.length < 60, symbolSize: 6,
        lineStyle: { width: 2, color: colour(series.color, place) }, itemStyle: { color: colour(series.color, place) },
        areaStyle: data.series.length === 1 ? { color: colour(series.color, place), opacity: 0.08 } : undefined,
      })),
    };
  };
  const heat = (data) => ({
    ...frame(data),
    tooltip: { ...frame(data).tooltip, trigger: "item", formatter: ({ value: [x, y, count] }) => `${data.rows[y]} → ${data.columns[x]}${colon} ${figure(count)}` },
    xAxis: { type: "category", data: data.columns, position: "top", axisLabel: { color: css("--tblr-secondary") }, axisLine: { show: false }, axisTick: { show: false } },
    yAxis: { type: "category", data: data.rows, inverse: true, axisLabel: { color: css("--tblr-secondary") }, axisLine: { show: false }, axisTick: { show: false } },
    visualMap: { show: false, min: 0, max: Math.max(1, ...data.cells.map(([, , value]) => value)), inRange: { color: [css("--tamis-chart-least"), css("--tamis-chart-most")] } },
    series: [{ type: "heatmap", data: data.cells, label: { show: true, formatter: ({ value }) => figure(value[2]) }, itemStyle: { borderColor: css("--tblr-bg-surface"), borderWidth: 3, borderRadius: 4 } }],
  });
  const KINDS = {
    bar: (data) => bars(data, undefined),
    stacked: (data) => bars(data, "all"),
    line: (data) => lines(data, false),
    step: (data) => lines(data, true),
    heat,
  };

  const draw = (place) => {
    const block = place.querySelector('script[type="application/json"]');
    const canvas = place.querySelector(".tamis-chart-canvas");
    if (!block || !canvas || !window.echarts) return;
    const data = JSON.parse(block.textContent);
    const chart = echarts.getInstanceByDom(canvas) || echarts.init(canvas, null, { renderer: "svg" });
    chart.setOption(KINDS[place.dataset.chart](data), true);
    chart.off("click");
    chart.on("click", ({ dataIndex, value }) => {
      const link = data.links && (Array.isArray(data.links) ? data.links[dataIndex] : data.links[`${value[0]},${value[1]}`]);
      if (link) location.assign(link);
    });
    if (!canvas.dataset.watched) {
      canvas.dataset.watched = "yes";
      new ResizeObserver(() => chart.resize()).observe(canvas);
    }
  };
  const drawAll = (root) => root.querySelectorAll("figure[data-chart]").forEach(draw);

  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:after:swap", () => drawAll(document));
  document.documentElement.addEventListener("tamis:theme", () => drawAll(document));
})();
