/** Colours for both schemes: the picture is looked at in a README, in the console and on a projector. */
export const pictureCss = `
.picture{font-family:Helvetica,Arial,"Liberation Sans",sans-serif;font-size:13px}
.picture .ground{fill:#fbfaf7}
.picture text{fill:#1d2730}
.picture .cluster>polygon,.picture .cluster>path{fill:#eef3f5;stroke:#c3d0d8}
.picture .cluster text{font-weight:600;fill:#2f6f8f}
.picture .node>*:not(text){fill:#fff;stroke:#3c4a57}
.picture .bus>*:not(text){fill:#f3b843;stroke:#9a6a00}
.picture .rule>*:not(text),.picture .schedule>*:not(text){fill:#fdf1d6;stroke:#9a6a00}
.picture .table>*:not(text),.picture .bucket>*:not(text){fill:#e3eef9;stroke:#2f6f8f}
.picture .queue>*:not(text){fill:#e8f4e6;stroke:#3f7a3a}
.picture .dead-letters>*:not(text){fill:#fbe6e2;stroke:#a8442f}
.picture .edge path{fill:none;stroke:#6b7883;stroke-width:1.2}
.picture .edge polygon{fill:#6b7883;stroke:#6b7883}
.picture .edge text{fill:#55636f;font-size:11px}
.picture .hands-over path{stroke:#9a6a00;stroke-width:1.8}
.picture .hands-over polygon{fill:#9a6a00;stroke:#9a6a00}
.picture .fails path{stroke:#a8442f;stroke-dasharray:5 4}
.picture .fails polygon{fill:#a8442f;stroke:#a8442f}
@media(prefers-color-scheme:dark){
.picture .ground{fill:#12181d}
.picture text{fill:#eef3f6}
.picture .cluster>polygon,.picture .cluster>path{fill:#182229;stroke:#2c3b45}
.picture .cluster text{fill:#8ec6e0}
.picture .node>*:not(text){fill:#1f2a32;stroke:#8fa1af}
.picture .bus>*:not(text){fill:#7a5410;stroke:#f3b843}
.picture .rule>*:not(text),.picture .schedule>*:not(text){fill:#3a2f17;stroke:#c9962f}
.picture .table>*:not(text),.picture .bucket>*:not(text){fill:#1a2f40;stroke:#6fb3d2}
.picture .queue>*:not(text){fill:#1d3320;stroke:#79b873}
.picture .dead-letters>*:not(text){fill:#3d211c;stroke:#e08a76}
.picture .edge path{stroke:#8fa1af}
.picture .edge polygon{fill:#8fa1af;stroke:#8fa1af}
.picture .edge text{fill:#a9b7c1}
.picture .hands-over path{stroke:#f3b843}
.picture .hands-over polygon{fill:#f3b843;stroke:#f3b843}
.picture .fails path{stroke:#e08a76}
.picture .fails polygon{fill:#e08a76;stroke:#e08a76}
}`.replaceAll('\n', '');
