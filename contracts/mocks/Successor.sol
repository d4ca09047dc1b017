// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {Journal} from "../libraries/Journal.sol";
import {Head} from "../types/Subjects.sol";

/// @title A registry's next release: all that the registry does, and one field more in a state
/// @notice For tests of succession. It runs the code of another deployment of the registry at its own address. Never deployed outside
/// tests.
contract Successor {
    address private immutable _CODE;
    ILedger private immutable _LEDGER;

    constructor(address code, ILedger ledger) {
        (_CODE, _LEDGER) = (code, ledger);
    }

    // solhint-disable-next-line no-complex-fallback
    fallback() external {
        address code = _CODE;
        // solhint-disable-next-line no-inline-assembly
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), code, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if done {
                return(0, returndatasize())
            }
            revert(0, returndatasize())
        }
    }

    /// @notice Adds a field to the state of a subject that has none yet.
    function addField(uint8 kind, bytes32 subject, Head calldata head, bytes32 field) external {
        uint64 sequence = _LEDGER.next(1);
        bytes32 stateHash = keccak256(bytes.concat(head.state, field));
        bytes32 entry = Journal.emitted(
            IRegistry.StateExtended.selector,
            subject,
            bytes32(uint256(kind)),
            abi.encode(sequence, uint40(block.timestamp), stateHash, abi.encode(field))
        );
        bytes32 present = Journal.word(keccak256(head.state), head.journal);
        _LEDGER.write(kind, subject, present, Journal.word(stateHash, Journal.fold(head.journal, entry)));
    }

    /// @notice The same registry, in its next version.
    function identity() external view returns (bytes32 name, uint16 version) {
        (name, version) = IRegistry(_CODE).identity();
        return (name, version + 1);
    }
}
