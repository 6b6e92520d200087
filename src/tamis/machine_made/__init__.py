"""Which events machines made: mail proxies that open, scanners that click, bots, one's own staff; by rules in YAML."""

from tamis.machine_made.defaults import default_text
from tamis.machine_made.grammar import MachineRule, UserAgent
from tamis.machine_made.reading import read_machine_rules
from tamis.machine_made.rules import MachineRules
from tamis.machine_made.wording import describe_rule

__all__ = ["MachineRule", "MachineRules", "UserAgent", "default_text", "describe_rule", "read_machine_rules"]
