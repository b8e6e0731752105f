from django import template

from priorities import numbers

register = template.Library()

register.filter("kronor", numbers.kronor)
register.simple_tag(numbers.given, name="amount")
register.simple_tag(numbers.measured, name="measured")
