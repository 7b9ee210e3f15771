#include "version.hpp"

#include <iostream>

int main() { std::cout << "linked with qonys " << qonys::version::number << '\n'; }
