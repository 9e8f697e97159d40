"use strict";

const INTERVAL = 2000;
const rows = document.getElementById("models");
const summary = document.getElementById("summary");
let before = { time: 0, models: new Map() };

function size(bytes) {
  if (bytes === undefined) return "–";
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return `${bytes.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

function time(seconds) {
  if (!Number.isFinite(seconds)) return "–";
  return seconds < 1 ? `${(seconds * 1000).toFixed(2)} ms` : `${seconds.toFixed(2)} s`;
}

// Since the last look; at the first one there is no rate, and the mean is that of the model's whole life.
function figures(model, last, elapsed) {
  const known = last !== undefined && last.answered + last.failed <= model.answered + model.failed;
  const answered = model.answered - (known ? last.answered : 0);
  const ended = answered + model.failed - (known ? last.failed : 0);
  const seconds = (model.seconds ?? 0) - (known ? last.seconds ?? 0 : 0);
  return {
    rate: known && elapsed > 0 ? (answered / elapsed).toFixed(1) : "–",
    mean: time(ended > 0 ? seconds / ended : (model.seconds ?? NaN) / (model.answered + model.failed)),
  };
}

function cell(row, text, kind) {
  const added = row.insertCell();
  added.textContent = text;
  if (kind) added.className = kind;
  return added;
}

function show(report, now) {
  const elapsed = before.time === 0 ? 0 : (now - before.time) / 1000;
  const models = new Map();
  const fresh = document.createDocumentFragment();
  for (const model of report.models) {
    const key = JSON.stringify([model.name, model.version]);
    models.set(key, model);
    const { rate, mean } = figures(model, before.models.get(key), elapsed);
    const row = document.createElement("tr");
    const name = cell(row, model.name);
    if (model.reason) {
      const reason = document.createElement("div");
      reason.className = "reason";
      reason.textContent = model.reason;
      name.append(reason);
    }
    cell(row, model.version || "–");
    const state = document.createElement("span");
    state.className = `state ${model.state}`;
    state.textContent = model.state;
    cell(row, "").append(state);
    cell(row, size(model.bytes), "number");
    cell(row, rate, "number");
    cell(row, mean, "number");
    cell(row, model.answered, "number");
    cell(row, model.failed, "number");
    fresh.append(row);
  }
  if (report.models.length === 0) {
    const row = document.createElement("tr");
    cell(row, "no models", "empty").colSpan = 8;
    fresh.append(row);
  }
  rows.replaceChildren(fresh);
  const ready = report.models.filter((model) => model.state === "READY").length;
  summary.textContent =
    `${report.server} ${report.version}, ${report.ready ? "ready" : "not ready"}: ` +
    `${ready} of ${report.models.length} models ready, ${report.in_flight} requests in progress`;
  before = { time: now, models };
}

async function look() {
  try {
    const response = await fetch("status.json", { cache: "no-store" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    show(await response.json(), performance.now());
  } catch (error) {
    summary.textContent = `the server does not answer (${error.message})`;
  }
  setTimeout(look, INTERVAL);
}

look();
