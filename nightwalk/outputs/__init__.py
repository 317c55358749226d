"""What a run leaves behind: tables, comparisons, maps and the report. Opens without the simulator."""
